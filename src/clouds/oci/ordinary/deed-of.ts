import type { Deed, Failure, JsonObject, Scene } from '../../../model/simulation.ts';
import { answer } from '../answers/answer.ts';

/** A call such as `computeApi.ListInstances`, with the answer of Oracle Cloud. */
export function deedOf(
  scene: Scene,
  account: string,
  call: { readonly name: string; readonly request: JsonObject; readonly failure?: Failure },
): Deed {
  const { name, request, failure } = call;
  const [service = '', operation = ''] = name.split('.');
  const told = answer({ ...scene, service, operation, request, account, ...(failure && { failure }) });
  return { ...told.deed, ...(told.made.length > 0 && { made: told.made }) };
}

import type { Actor, Deed, Habit, JsonObject, Scene } from '../../../model/simulation.ts';
import { newUid } from '../ids.ts';
import { deedOf } from './deed-of.ts';
import type { Estate, Owned } from './estate.ts';

export const habit = (weight: number, make: Habit['make']): Habit => ({ weight, make });

/** A call that is refused. */
export function refused(
  scene: Scene,
  estate: Estate,
  call: { readonly name: string; readonly request?: JsonObject; readonly code: string; readonly message: string },
): Deed {
  const { name, request = {}, ...failure } = call;
  return deedOf(scene, estate.account.uid, { name, request, failure });
}

/** Something of the region that is looked at: its id, its name and its compartment. */
export const owned = ({ uid, name, compartment }: Owned): JsonObject => ({ id: uid, name, compartment });

/** A machine or another thing that signs for itself; `name` is what people call it. */
export function principal(
  estate: Estate,
  thing: { readonly uid: string; readonly name: string },
  opened: number,
): Actor {
  return {
    is: 'role',
    role: { uid: thing.uid, name: thing.name, account: estate.account.uid },
    name: thing.uid,
    credential: thing.uid,
    session: { opened, hasMfa: false },
  };
}

/** What was made and is taken away again by the same hands, oldest first; each hand and region has its own. */
export function belongings(limit: number): {
  readonly keep: (scene: Scene, made: Deed) => Deed;
  readonly take: (scene: Scene) => string | null;
} {
  const held = new Map<string, string[]>();
  return {
    keep: (scene, made) => {
      const uids = held.get(handOf(scene)) ?? [];
      held.set(handOf(scene), [...uids, ...(made.made ?? []).map(({ uid }) => uid)]);
      return made;
    },
    take: (scene) => {
      const [first, ...rest] = held.get(handOf(scene)) ?? [];
      if (first === undefined || rest.length + 1 < limit) return null;
      held.set(handOf(scene), rest);
      return first;
    },
  };
}

const handOf = ({ actor, region }: Scene): string =>
  `${'user' in actor && typeof actor.user === 'string' ? actor.user : actor.is}/${region}`;

/** What is not there is what somebody asks for who has an old id. */
export const lost = (scene: Scene, kind: string): JsonObject => ({ id: newUid(scene.random, kind, scene.region) });

export const agents = {
  terraform: 'Oracle-GoSDK/65.95.2 (linux/amd64; go/go1.24.4) terraform/1.12.2 terraform-oci-provider/7.8.0',
  python: 'Oracle-PythonSDK/2.155.0 (python 3.12.9; x86_64-Linux)',
  cli: 'Oracle-PythonSDK/2.155.0 (python 3.12.9; x86_64-Linux) Oracle-PythonCLI/3.62.0',
  java: 'Oracle-JavaSDK/3.68.0 (Linux/5.15.0-308.179.6.el8uek.x86_64; Java/21.0.7; OpenJDK 64-Bit Server VM/21.0.7+6-LTS)',
  go: 'Oracle-GoSDK/65.95.2 (linux/amd64; go/go1.24.4)',
  autoscaler: 'Oracle-GoSDK/65.95.2 (linux/amd64; go/go1.24.4) cluster-autoscaler/1.33.0',
} as const;

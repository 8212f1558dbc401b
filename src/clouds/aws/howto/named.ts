import type { Subject } from '../../../model/howto.ts';
import { detail } from './command.ts';

/** The cluster of a service or node group: its record names it, and so does an ARN of `…/<cluster>/<name>`. */
export function cluster(one: Subject): string {
  const parts = one.uid.split('/');
  return detail(one, 'cluster') || (parts.length >= 3 ? (parts[1] ?? '') : '') || 'default';
}

export const service = (one: Subject) => ({ cluster: cluster(one), service: one.name });
export const nodegroup = (one: Subject) => ({ 'cluster-name': cluster(one), 'nodegroup-name': one.name });
export const byName = (option: string) => (one: Subject) => ({ [option]: one.name });
export const byUid = (option: string) => (one: Subject) => ({ [option]: one.uid });

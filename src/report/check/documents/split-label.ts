import { tells } from '../telling-label.ts';

/** `CPU Usage` and `98%` of `CPU Usage: 98%`; null where a colon parts no field from its value. */
export function splitLabel(text: string): { readonly label: string; readonly value: string } | null {
  const [, label = '', value = ''] = /^(\p{L}[^:]{0,58}):\s+(\S.*)$/u.exec(text) ?? [];
  if (label === '' || /[.;!?“”"`[\]{}=\\]/.test(label) || label.split(' ').length > 6 || tells.test(label)) return null;
  const isOpen = label.split('(').length !== label.split(')').length;
  return isOpen ? null : { label: label.trim(), value };
}

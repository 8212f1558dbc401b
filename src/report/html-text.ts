import { inert } from '../model/inert.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text for an HTML or SVG element or a quoted attribute. */
export const escapeHtml = (text: string): string => inert(text).replace(/[&<>"'`]/g, (sign) => entities[sign] ?? sign);

/** A quoted template of Terraform in which nothing is a template: no interpolation, no line break. */
export function hclText(text: string): string {
  const escaped = JSON.stringify(text).replaceAll(/[$%]\{/g, (opening) => opening.charAt(0) + opening);
  return escaped.replaceAll(/[\u007f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

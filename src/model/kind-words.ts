/** The readable half of `service:kind`: `spot-request` is a spot request. */
export const nounOf = (kind: string): string => (kind.split(':')[1] ?? kind).replaceAll('-', ' ');

/** The same as a part of an id. */
export const idOfKind = (kind: string): string => kind.replace(':', '-');

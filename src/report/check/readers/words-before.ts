/** The last words before a place of a text. */
export const wordsBefore = (text: string, at: number, length = 40): string => text.slice(Math.max(0, at - length), at);

import type { Statement } from './statement.ts';

/** What a statement is about, in a few words, for a sentence that says that nothing is known of it. */
export function factWords(statement: Statement): string {
  switch (statement.about) {
    case 'indicator':
    case 'naming':
      return statement.about === 'naming' ? statement.name : statement.value;
    case 'technique':
      return statement.id;
    case 'amount':
      return `that number (${spaced(statement.of)})`;
    case 'moment':
    case 'span':
    case 'duration':
      return `that time (${spaced(statement.of)})`;
    case 'cause':
      return `that cause (${spaced(statement.cause)})`;
    case 'deed':
      return `that act (${spaced(statement.of)})`;
    case 'denial':
    case 'rating':
      return 'it';
  }
}

const spaced = (word: string): string => word.replaceAll('-', ' ');

import type { Statement } from '../statement.ts';
import { told } from './told.ts';

const monero = /monero|xmr|randomx/i;
const others =
  /\b(bitcoin|btc|ethereum|eth|etc|ravencoin|rvn|kaspa|kas|ergo|zcash|zec|litecoin|ltc|dogecoin|doge|dero|virel|verus|nicehash|srbminer\w*|t-rex|lolminer|gminer|phoenixminer|ethminer|cgminer|nbminer|teamredminer)\b/i;

/** Whether the arithmetic of Monero holds for what the report says was mined. */
export function isMonero(statements: readonly Statement[]): boolean {
  const texts = [
    ...told(statements, 'naming')
      .filter(({ of }) => of === 'software' || of === 'currency')
      .map(({ name }) => name),
    ...told(statements, 'amount')
      .filter(({ of }) => of === 'earnings' || of === 'hash-rate')
      .map(({ quote }) => quote.text),
  ];
  return texts.some((text) => monero.test(text)) || !texts.some((text) => others.test(text));
}

import type { Amount, Measure } from '../statement.ts';
import type { Clause } from './clauses.ts';
import { moodAt } from './clauses.ts';
import { countMeasure } from './counted-things.ts';
import type { Quantity } from './quantities.ts';
import { anyOf } from './phrases.ts';

const usual =
  /\b(?:normal(?:ly)?|usual(?:ly)?|baseline|typical(?:ly)?|average[sd]?|historical(?:ly)?|expected|pre-incident|before (?:the )?(?:attack|incident|compromise|intrusion)|prior to|previously|ordinarily)\b|\bfrom\s{1,2}\S{0,2}$/i;
const now =
  /\b(?:now|currently|spik\w+|jump\w*|rose|rise|sustained|surg\w+|during|climb\w*|increas\w+|to|observed|peak\w*|up from|reach\w*|hit)\b/i;

/** Numbers of a clause as what they are numbers of; those whose words do not say it are left out. */
export function amountsIn(clause: Clause, text: string, quantities: readonly Quantity[]): readonly Amount[] {
  return quantities.flatMap((quantity, index): readonly Amount[] => {
    const mood = moodAt(text, quantity.start);
    const isEstimate =
      quantity.kind === 'hash-rate' &&
      /\b(?:would|should) be (?:somewhere )?(?:near|about|around|roughly|in the region of|~)?\s?$/i.test(
        text.slice(0, quantity.start),
      );
    const isSupposed =
      !isEstimate && mood !== 'told' && !(mood === 'open' && isUsual(text, quantity, quantities[index - 1]));
    if (isSupposed || quantity.kind === 'duration') return [];
    const around = { clause, text, quantity, previous: quantities[index - 1], next: quantities[index + 1] };
    const of = measureOf(around) ?? sameAgain(around);
    if (of === null) return [];
    return [
      {
        about: 'amount',
        of,
        value: quantity.bounds,
        unit: quantity.unit,
        within: withinOf(of, quantity),
        cause: causeOf(around, of),
        scope: scopeOf(around),
      },
    ];
  });
}

interface AroundOne {
  readonly clause: Clause;
  readonly text: string;
  readonly quantity: Quantity;
  readonly previous: Quantity | undefined;
  readonly next: Quantity | undefined;
}

/** `0.05 XMR, roughly 8 dollars` is one amount in two currencies. */
function sameAgain({ clause, text, quantity, previous, ...rest }: AroundOne): Measure | null {
  if (previous?.kind !== 'money' || quantity.kind !== 'money' || previous.unit === quantity.unit) return null;
  if (!/^,?\s?(?:\(|or |i\.e\. )?\s?$/.test(text.slice(previous.end, quantity.start))) return null;
  return moneyOf({ clause, text, quantity: previous, ...rest, previous: undefined });
}

/** `$3 per hour` says its time in its measure. */
const withinOf = (of: Measure, { within }: Quantity): number | null => (of === 'cost-per-hour' ? null : within);

/** What other machines reach. */
const ofOthers = /\b(?:on the market|benchmark\w*|fastest|state of the art|for comparison)\b/i;

function measureOf(around: AroundOne): Measure | null {
  const { quantity } = around;
  if (quantity.kind === 'hash-rate') return ofOthers.test(wordsOf(around)) ? null : 'hash-rate';
  if (quantity.kind === 'processors')
    return /\b(?:shape|type|instance|size|flavou?r|machine|vms?|nodes?|each|servers?)\b|\(|\./i.test(wordsOf(around))
      ? 'processors'
      : null;
  if (quantity.kind === 'percent') return percentOf(around);
  if (quantity.kind === 'bytes') return volumeOf(around);
  if (quantity.kind === 'money') return moneyOf(around);
  return quantity.kind === 'count' ? countMeasure(around.clause, around.text, quantity) : null;
}

const before = ({ text, quantity, previous }: AroundOne, length = 100): string =>
  text.slice(Math.max(previous?.end ?? 0, quantity.start - length), quantity.start);
const after = ({ text, quantity, next }: AroundOne, length = 60): string =>
  text.slice(quantity.end, Math.min(next?.start ?? text.length, quantity.end + length));
const wordsOf = (around: AroundOne): string => `${around.clause.label} | ${around.text}`;

function isUsual(text: string, quantity: Quantity, previous: Quantity | undefined): boolean {
  return usual.test(text.slice(Math.max(previous?.end ?? 0, quantity.start - 100), quantity.start));
}

/** The normal value or the present one: by the words before it, else after it; an arrow goes from one to the other. */
function isBaseline(around: AroundOne): boolean {
  const left = before(around);
  if (/(?:→|->|=>)/.test(left)) return false;
  if (/\bup from\s+\S{0,2}$|\bcompared (?:to|with)\b|\bversus\b|\bvs\.?\s/i.test(left)) return true;
  if (usual.test(left) && !/\b(?:to|now)\s{1,2}\S{0,3}$/i.test(left)) return true;
  if (now.test(left)) return false;
  const right = around.text.slice(around.quantity.end, around.quantity.end + 40);
  if (/^\s{0,2}(?:→|->|=>)/.test(right)) return true;
  return (
    /^\s?\(?(?:normal|usual|baseline|average|typical)(?:ly)?\s?(?:\)|[,;.]|$)/i.test(right) ||
    /\b(?:baseline|normal|usual|typical|average)\b/i.test(around.clause.label)
  );
}

function percentOf(around: AroundOne): Measure | null {
  const near = `${before(around)} ${after(around, 40)}`;
  const isLoad = /\bcpu|processors?\b|utili[sz]ation|compute (?:usage|load)/i;
  if (
    !isLoad.test(near) &&
    !isLoad.test(around.clause.label) &&
    !isLoad.test(around.clause.before) &&
    !(around.previous?.kind === 'percent' && isLoad.test(around.text))
  )
    return null;
  if (
    /\b(?:memory|ram|disk|gpu|storage|network|bandwidth|of (?:the )?(?:fleet|instances|cost|bill|total|accounts))\b/i.test(
      near,
    ) &&
    !/\bcpu\b/i.test(near)
  )
    return null;
  if (/\b(?:threshold|alarm at|alert(?:s|ed)? (?:at|above|when)|increase of|higher|more than usual)\b/i.test(near))
    return null;
  return isBaseline(around) ? 'cpu-usual' : 'cpu';
}

function volumeOf(around: AroundOne): Measure | null {
  const near = `${before(around)} ${after(around, 60)}`;
  if (/^\s?(?:of )?(?:ram|memory)\b/i.test(after(around)) || /\b(?:ram|memory)\b[^,;]{0,12}$/i.test(before(around)))
    return /\b(?:needs?|requires?|uses?|using|takes?|consum\w+|occup\w+|dataset|allocat\w+)\b/i.test(before(around))
      ? null
      : 'memory';
  if (around.previous?.kind === 'processors' && /^[\s,/and]{1,6}$/.test(before(around))) return 'memory';
  const words = `${near} ${around.clause.label}`;
  if (
    /\b(?:ingress|inbound|downloaded|incoming|received|log(?:s| data| volume)|disk|volume size|storage|snapshot|image)\b/i.test(
      near,
    )
  )
    return null;
  const isSent = new RegExp(
    String.raw`\b${anyOf`
        egress|outbound|outgoing
        data leaving
        leaving the (?:host|server|machine|network)
        went out
        flowed out
        upload(?:ed|s)?
        sent|sends?|exfiltrat\w*
        left\b(?! (?:over|unchecked))(?: the)?
        transferred (?:out|to)
        network traffic
        network out
        traffic (?:to|out)
        to (?:the |its |their )?(?:mining )?pools?
        to (?:https?://)?\d{1,3}(?:\.\d{1,3}){3}
        bytes out
        data (?:out|transfer(?:red)?)
      `}\b`,
    'i',
  );
  const isSaidBefore =
    (around.previous?.kind === 'bytes' && isSent.test(around.text)) || isSent.test(around.clause.before);
  if (!isSent.test(words) && !isSaidBefore) return null;
  return isBaseline(around) ? 'egress-usual' : 'egress';
}

const earned = new RegExp(
  String.raw`\b${anyOf`
      earn\w*|mined
      produc(?:ed|ing) (?:\w+ )?(?:coins?|crypto\w*|monero)
      coins? worth
      profit\w*|revenue|proceeds|reward\w*|payout\w*|wallet|yield\w*
      (?:they|he|attackers?|intruders?|miners?|it) made
      (?:made|brought|gave|paid|netted) (?:in|them|him|her|the (?:attackers?|intruders?|actors?))
      netted|grossed
    `}\b`,
  'i',
);
const charged = new RegExp(
  String.raw`\b${anyOf`
      cost\w*
      (?:we|it|bill|total) stands? at
      grow(?:s|n|ing)?
      accru\w*
      burn(?:s|ing|ed)?
      charg\w*|bill\w*|spend|spent
      comput(?:e|ing)
      invoice\w*|financial
      loss(?:es)?
      damage\w*|expense\w*|usage|price\w*|impact|waive\w*|credit|refund\w*
    `}\b`,
  'i',
);
const otherMoney = new RegExp(
  String.raw`\b${anyOf`
      budget|savings?|saved
      investigation (?:cost|effort)
      labou?r|consult\w*|licen[cs]e\w*|insurance|fines?|penalt\w*|salar\w*|bounty|ransom
      per year
      annual\w*|threshold|alarm|limit|quota
      list price of
      1 mined
      market price
      exchange rate
      per xmr
      monthly
    `}\b`,
  'i',
);

/** The words beside it; where they are too few, all before it. */
function moneyWords(around: AroundOne): string {
  const next = after(around, 60).replace(/\([^)]{0,80}\)?/g, '');
  // What another clause says is of another sum.
  const near = `${before(around)} ${next.split(/\s(?:and|but|while|whereas|although)\s|;/)[0] ?? ''}`;
  if (earned.test(near) || charged.test(near)) return near;
  const all = around.text.slice(Math.max(0, around.quantity.start - 140), around.quantity.start);
  return `${all.split(/\b(?:whereas|while)\b/i).at(-1) ?? ''} ${near}`;
}

function moneyOf(around: AroundOne): Measure | null {
  const { quantity, clause } = around;
  const near = moneyWords(around);
  const rest = around.text.slice(quantity.end, quantity.end + 80);
  if (otherMoney.test(near) || /\b(?:per|a) (?:year|seat|user|licen[cs]e)\b/i.test(rest)) return null;
  if (/^(?:XMR|BTC|ETH)$/.test(quantity.unit)) return earned.test(`${near} ${clause.label}`) ? 'earnings' : null;
  const isEarned = earned.test(near) || earned.test(clause.label);
  const isCharged = charged.test(near) || charged.test(clause.label) || /\b(?:financial|cost)\b/i.test(clause.title);
  if (isEarned === isCharged) {
    if (!isEarned) return null;
    return earned.test(clause.label) || (earned.test(near) && !charged.test(near))
      ? 'earnings'
      : charged.test(near)
        ? 'cost'
        : null;
  }
  if (isEarned) return 'earnings';
  if (/\b(?:per|an|each) hour\b|\bhourly\b|\/h\b/i.test(clause.label)) return 'cost-per-hour';
  if (/\b(?:each|every|per) (?:\w+ )?hour\b[^.;\d]{0,24}$/i.test(before(around))) return 'cost-per-hour';
  return quantity.within === 3600 &&
    /(?:\/|per|an?|each|every|hourly)/i.test(around.text.slice(quantity.start, quantity.end))
    ? 'cost-per-hour'
    : 'cost';
}

const byMining = new RegExp(
  String.raw`\b${anyOf`
      (?:mining )?pool (?:communications?|traffic|connections?)
      mining (?:communications?|traffic|sends|sent)
      (?:to|with|for|between) (?:the |its |both )?(?:miners? and )?(?:the )?(?:mining )?pools?
      (?:due to|caused by|from|by|for) (?:the )?(?:mining|miners?|cryptomin\w*)
      pools?\b[^;.]{0,60}\btraffic (?:to|with) (?:it|them)
      stratum
    `}\b`,
  'i',
);
const notByMining = /\b(?:not|nor|no|than|besides|beyond|exceed\w*|times)\b[^.]{0,40}\b(?:mining|miners?|pools?)\b/i;

function causeOf(around: AroundOne, of: Measure): Amount['cause'] {
  if (of !== 'egress') return null;
  const near = `${before(around)} ${after(around, 80)}`;
  if (/\bexfiltrat\w*|data theft|stolen data/i.test(near)) return 'data-theft';
  if (byMining.test(near) && !notByMining.test(near)) return 'mining';
  return /\b(?:caused by|due to|attributed to|explained by|consistent with)\b/i.test(near) ? 'other' : null;
}

const shape =
  /\b(?:VM|BM)\.[A-Za-z0-9.]{3,40}|\b[a-z][a-z0-9-]{1,12}\.(?:\d{0,2}x?large|metal|medium|small|micro|nano)\b|\b[a-z]\d[a-z]?-(?:standard|highcpu|highmem|megagpu|highgpu)-\d{1,3}[a-z]?\b|\bStandard_[A-Z][A-Za-z0-9_]{2,20}\b/;
const region =
  /\b(?:us|eu|ap|sa|ca|me|af|il|uk|mx|europe|asia|australia|northamerica|southamerica)-(?:[a-z]+-)?[a-z]+-?\d\b/;
const address = /\b\d{1,3}(?:\[?\.\]?\d{1,3}){3}\b/;

/** The first shape, region or address beside the number. */
function scopeOf({ clause, quantity }: AroundOne): string | null {
  const near = clause.text.slice(Math.max(0, quantity.start - 60), quantity.end + 80);
  return (
    (
      shape.exec(near) ??
      address.exec(near) ??
      region.exec(near) ??
      shape.exec(clause.label) ??
      region.exec(clause.label)
    )?.[0] ?? null
  );
}

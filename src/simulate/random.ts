import type { Random } from '../model/simulation.ts';

const hexDigits = '0123456789abcdef';
const byteTexts = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A stream of chance from a seed. Generator: sfc32 (Chris Doty-Humphrey, PractRand), seeded by
 * FNV-1a over the label and a mixing of each word; 32-bit whole numbers only, so that every
 * platform draws the same.
 */
export function createRandom(seed: string): Random {
  const next = sfc32(seed);
  const between = (least: number, most: number): number => least + below(next, most - least + 1);

  return {
    fraction: () => next() / 4_294_967_296,
    between,
    chance: (probability) => next() < probability * 4_294_967_296,
    pick: (from) => {
      const item = from[below(next, from.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    text: (alphabet, length) => drawText(next, alphabet, length),
    hex: (length) => drawText(next, hexDigits, length),
    uuid: () => drawUuid(next),
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

type Next = () => number;

/** Whole number in [0, bound): the high half of a product, which is fair enough for simulation. */
function below(next: Next, bound: number): number {
  return Math.floor((next() / 4_294_967_296) * bound);
}

function drawText(next: Next, alphabet: string, length: number): string {
  const size = alphabet.length;
  const perWord = size <= 16 ? 7 : size <= 64 ? 5 : 1;
  let text = '';
  while (text.length < length) {
    let word = next();
    for (let drawn = 0; drawn < perWord && text.length < length; drawn += 1) {
      text += alphabet[word % size] ?? '';
      word = Math.floor(word / size);
    }
  }
  return text;
}

/** A random UUID of version 4. */
function drawUuid(next: Next): string {
  const a = next();
  const b = next();
  const c = next();
  const d = next();
  return (
    octet(a >>> 24) +
    octet(a >>> 16) +
    octet(a >>> 8) +
    octet(a) +
    '-' +
    octet(b >>> 24) +
    octet(b >>> 16) +
    '-' +
    octet(((b >>> 8) & 0x0f) | 0x40) +
    octet(b) +
    '-' +
    octet(((c >>> 24) & 0x3f) | 0x80) +
    octet(c >>> 16) +
    '-' +
    octet(c >>> 8) +
    octet(c) +
    octet(d >>> 24) +
    octet(d >>> 16) +
    octet(d >>> 8) +
    octet(d)
  );
}

function octet(value: number): string {
  return byteTexts[value & 0xff] ?? '';
}

function sfc32(seed: string): Next {
  let a = mix(fnv1a(seed, 0x811c9dc5));
  let b = mix(fnv1a(seed, 0x9e3779b9));
  let c = mix(fnv1a(seed, 0x85ebca6b));
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The first draws still show the seed.
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next();
  return next;
}

function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** The finalizer of MurmurHash3 (Austin Appleby, public domain). */
function mix(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

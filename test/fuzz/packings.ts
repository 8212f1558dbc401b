import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Random } from '../../src/model/simulation.ts';
import { zipBytes } from '../cli/zip-bytes.ts';

/** How text lies in storage; what holds it must not matter. */
export const packings = {
  plain: (text: Buffer) => text,
  gzip: (text: Buffer) => gzipSync(text),
  'gzip in two members': (text: Buffer) => {
    const middle = Math.floor(text.length / 2);
    return Buffer.concat([gzipSync(text.subarray(0, middle)), gzipSync(text.subarray(middle))]);
  },
  zstd: (text: Buffer) => zstdCompressSync(text),
  zip: (text: Buffer) => zipBytes([{ name: 'inside.json', bytes: text }]),
  'zip of gzip': (text: Buffer) => zipBytes([{ name: 'inside.json.gz', bytes: gzipSync(text) }]),
} satisfies Readonly<Record<string, (text: Buffer) => Buffer>>;

export const packingNames = Object.keys(packings) as readonly (keyof typeof packings)[];

export function packed(text: Buffer, random: Random): { readonly bytes: Buffer; readonly packing: string } {
  const packing = random.chance(0.6) ? 'plain' : random.pick(packingNames);
  return { bytes: packings[packing](text), packing: packing === 'plain' ? '' : `, ${packing}` };
}

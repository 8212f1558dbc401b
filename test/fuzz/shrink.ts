/**
 * Fewer bytes that still fail: pieces are taken out, large ones first, as long as the failure stays.
 * @param most tries; each is a run of its own
 */
export async function shrink(
  bytes: Buffer,
  isFailing: (bytes: Buffer) => Promise<boolean>,
  most: number,
): Promise<Buffer> {
  let smallest = bytes;
  let tries = 0;
  for (let piece = Math.ceil(bytes.length / 2); piece >= 1; piece = Math.floor(piece / 2)) {
    for (let from = 0; from < smallest.length && tries < most;) {
      const without = Buffer.concat([smallest.subarray(0, from), smallest.subarray(from + piece)]);
      tries += 1;
      if (await isFailing(without)) smallest = without;
      else from += piece;
    }
  }
  return smallest;
}

/** The networks that together are every IPv4 address but these, from the lowest on. */
export function allButThese(addresses: readonly string[]): readonly string[] {
  const left = [...new Set(addresses.map(numberOf))].toSorted((a, b) => a - b);
  const networks: string[] = [];
  let next = 0;
  for (const address of [...left, 2 ** 32]) {
    networks.push(...between(next, address));
    next = address + 1;
  }
  return networks;
}

/** The largest networks that fill the addresses from one up to, but not with, another. */
function between(from: number, to: number): readonly string[] {
  const networks: string[] = [];
  for (let at = from; at < to;) {
    let size = 1;
    while (at % (size * 2) === 0 && at + size * 2 <= to) size *= 2;
    networks.push(`${textOf(at)}/${32 - Math.log2(size)}`);
    at += size;
  }
  return networks;
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const textOf = (number: number): string =>
  [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(number / unit) % 256).join('.');

import { Readable } from 'node:stream';
import { runCheckReport } from '../../src/app/check-report.ts';
import type { CheckedReport } from '../../src/model/check-report.ts';
import { prices } from '../../src/registry/prices.ts';
import { products } from '../../src/registry/products.ts';

/** A report held against an incident's folder, or against itself alone. */
export async function checkText(report: string, against: string | null): Promise<CheckedReport> {
  const stdin = Readable.from([Buffer.from(report)]);
  return runCheckReport({ file: '-', cwd: '/', stdin, against, prices, products });
}

/** The provider's published request and response models, as the PyPI package botocore ships them. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { openPromise } from 'yauzl';

const version = '1.44.5';
const sha256 = '8f16a56d1dff125dd65322ae021efa7ba5195a6db5102b96862566055b748921';
const wheelName = `botocore-${version}-py3-none-any.whl`;

export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  readonly member?: Member;
  readonly value?: Member;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: boolean;
  readonly document?: boolean;
}

export interface Member {
  readonly shape: string;
  readonly locationName?: string;
  readonly idempotencyToken?: boolean;
}

export interface ServiceModel {
  readonly metadata: { readonly protocol: string };
  readonly operations: Readonly<
    Record<string, { readonly input?: { readonly shape: string }; readonly output?: { readonly shape: string } }>
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Models by the name of the service's folder, such as `ec2`. */
export type Models = ReadonlyMap<string, ServiceModel>;

/**
 * The newest models of these services, from the wheel in the folder for temporary files; pip fetches it
 * where it is not there yet, and holds it against its known SHA-256. Null, said on stderr, where it
 * cannot be had; with CI set that is an error.
 */
export async function readModels(services: ReadonlySet<string>): Promise<Models | null> {
  const wheel = fetchWheel();
  if (wheel === null) return null;
  const zip = await openPromise(wheel, { autoClose: false });
  const newest = new Map<string, { readonly path: string; readonly model: ServiceModel }>();
  for await (const entry of zip.eachEntry()) {
    const [, folder = ''] = /^botocore\/data\/([^/]+)\/[^/]+\/service-2\.json\.gz$/.exec(entry.fileName) ?? [];
    if (!services.has(folder) || (newest.get(folder)?.path ?? '') > entry.fileName) continue;
    const text = gunzipSync(await buffer(await zip.openReadStreamPromise(entry))).toString();
    newest.set(folder, { path: entry.fileName, model: JSON.parse(text) as ServiceModel });
  }
  zip.close();
  return new Map([...newest].map(([folder, { model }]) => [folder, model]));
}

function fetchWheel(): string | null {
  const folder = join(tmpdir(), `beewolf-botocore-${version}`);
  const wheel = join(folder, wheelName);
  if (existsSync(wheel)) return wheel;
  const work = mkdtempSync(join(tmpdir(), 'beewolf-pip-'));
  try {
    writeFileSync(join(work, 'requirements.txt'), `botocore==${version} --hash=sha256:${sha256}\n`);
    const terms = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--disable-pip-version-check', '--quiet'];
    execFileSync('python3', ['-m', 'pip', 'download', ...terms, '-r', 'requirements.txt', '-d', '.'], {
      cwd: work,
      stdio: 'pipe',
      timeout: 300_000,
    });
    mkdirSync(folder, { recursive: true });
    renameSync(join(work, wheelName), wheel);
    return wheel;
  } catch (error) {
    if (process.env['CI']) throw error;
    process.stderr.write(`skipped: provider models (pip could not fetch botocore ${version})\n`);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

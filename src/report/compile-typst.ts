import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import { AppError } from '../model/errors.ts';
import type { TypstSource } from './typst.ts';

/** A folder that is never looked into: all that a source may read is given with it. */
const nowhere = '/beewolf-no-folder';

/**
 * Sets a document as a tagged PDF that keeps to PDF/UA-1, fonts within. The same source makes the same bytes
 * wherever the machine has no other fonts of the names of those that the compiler brings along.
 * Throws AppError where the source cannot be set, which is an error of ours.
 */
export function compileTypst({ main, data }: TypstSource): Uint8Array {
  const compiler = NodeCompiler.create({ workspace: nowhere });
  compiler.mapShadow(`${nowhere}/report.json`, Buffer.from(data));
  const compiled = compiler.compile({ mainFileContent: main });
  if (compiled.result === null) {
    const error = compiled.takeDiagnostics();
    throw new AppError('internal', `the PDF cannot be set: ${JSON.stringify(error?.shortDiagnostics)}`);
  }
  const pdf = setPdf(compiler, compiled.result);
  // What is remembered of one report helps no other one, and would stay.
  compiler.evictCache(0);
  return pdf;
}

/** A machine's own font of the same name may lack letters, which PDF/UA forbids: then it is tagged, and no more. */
function setPdf(compiler: NodeCompiler, document: NodeTypstDocument): Uint8Array {
  try {
    return compiler.pdf(document, { pdfStandard: 'ua-1' });
  } catch {
    return compiler.pdf(document);
  }
}

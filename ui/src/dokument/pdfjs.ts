import type { PDFDocumentLoadingTask, PDFWorker } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** pdf.js and its viewer, fetched from the program's own files with the first document. */
export interface PdfJs {
  core: typeof import('pdfjs-dist');
  web: typeof import('pdfjs-dist/web/pdf_viewer.mjs');
  /** One worker for all documents: starting one costs more than reading a letter. */
  worker: PDFWorker;
}

let loading: Promise<PdfJs> | undefined;

async function load(): Promise<PdfJs> {
  const core = await import('pdfjs-dist');
  core.GlobalWorkerOptions.workerSrc = workerUrl;
  // The viewer looks for the core on the global object, so it can only come second.
  const web = await import('pdfjs-dist/web/pdf_viewer.mjs');
  await import('pdfjs-dist/web/pdf_viewer.css');
  return { core, web, worker: new core.PDFWorker({}) };
}

export function pdfjs(): Promise<PdfJs> {
  loading ??= load();
  return loading;
}

/**
 * Opens a document from bytes, which pdf.js takes over. Nothing in it is ever executed: this
 * generation of pdf.js evaluates no code, and its script engine is not shipped.
 */
export function openPdf(
  { core, worker }: PdfJs,
  data: ArrayBuffer,
  password?: string,
): PDFDocumentLoadingTask {
  const files = new URL('pdfjs/', document.baseURI).href;
  return core.getDocument({
    data,
    worker,
    ...(password === undefined ? {} : { password }),
    enableXfa: false,
    stopAtErrors: false,
    cMapUrl: `${files}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${files}standard_fonts/`,
    wasmUrl: `${files}wasm/`,
    iccUrl: `${files}iccs/`,
  });
}

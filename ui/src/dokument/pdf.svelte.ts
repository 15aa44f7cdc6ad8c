import type { PDFDocumentLoadingTask } from 'pdfjs-dist';
import type { EventBus, PDFViewer } from 'pdfjs-dist/web/pdf_viewer.mjs';
import { t } from '../text/text.svelte';
import { openPdf, pdfjs } from './pdfjs';

const STEP = 1.2;
const SMALLEST = 0.25;
const LARGEST = 5;

/** Why a document cannot be shown. */
export type PdfMangel = 'kennwort' | 'nichtLesbar';

/** One PDF on the screen: pages, zoom, finding. */
export class PdfState {
  seite = $state(1);
  seiten = $state(0);
  prozent = $state(100);
  mangel = $state<PdfMangel>();
  bereit = $state(false);
  suchwort = $state('');
  /** Number of the hit in view and of all hits. */
  treffer = $state.raw<{ nummer: number; gesamt: number }>();

  #viewer: PDFViewer | undefined;
  #bus: EventBus | undefined;
  #task: PDFDocumentLoadingTask | undefined;
  #closed = false;

  /** Draws into a container. Call once; `close` ends it. */
  async open(container: HTMLDivElement, data: ArrayBuffer): Promise<void> {
    try {
      const js = await pdfjs();
      if (this.#closed) return;
      const { web } = js;
      const bus = new web.EventBus();
      const links = new web.PDFLinkService({ eventBus: bus });
      links.externalLinkEnabled = false;
      const finder = new web.PDFFindController({ eventBus: bus, linkService: links });
      const options = {
        container,
        eventBus: bus,
        linkService: links,
        findController: finder,
        annotationMode: js.core.AnnotationMode.ENABLE,
        annotationEditorMode: js.core.AnnotationEditorType.DISABLE,
      };
      // The names that pdf.js itself would give to pages are English; ours are set per page.
      Object.assign(options, { l10n: silent });
      const viewer = new web.PDFViewer(options);
      links.setViewer(viewer);
      this.#listen(bus, viewer);
      this.#task = openPdf(js, data);
      const pdf = await this.#task.promise;
      if (this.#closed) return;
      this.#viewer = viewer;
      this.#bus = bus;
      viewer.setDocument(pdf);
      links.setDocument(pdf);
      this.seiten = pdf.numPages;
    } catch (reason) {
      if (this.#closed) return;
      const name = reason instanceof Error ? reason.name : '';
      this.mangel = name === 'PasswordException' ? 'kennwort' : 'nichtLesbar';
    }
  }

  close(): void {
    this.#closed = true;
    // The viewer still asks for pages; it has to let go before the document does.
    this.#viewer?.setDocument(null);
    void this.#task?.destroy();
  }

  goto(seite: number): void {
    const viewer = this.#viewer;
    if (!viewer || !Number.isInteger(seite)) return;
    viewer.currentPageNumber = Math.min(this.seiten, Math.max(1, seite));
  }

  zoom(direction: 1 | -1): void {
    const viewer = this.#viewer;
    if (!viewer) return;
    const scale = viewer.currentScale * STEP ** direction;
    viewer.currentScale = Math.min(LARGEST, Math.max(SMALLEST, scale));
  }

  fit(what: 'page-width' | 'page-fit'): void {
    if (this.#viewer) this.#viewer.currentScaleValue = what;
  }

  /** Reads on by almost one screen. */
  scroll(direction: 1 | -1): void {
    const container = this.#viewer?.container;
    container?.scrollBy({ top: direction * container.clientHeight * 0.9 });
  }

  /** Marks all hits of a word and goes to the first. */
  search(suchwort: string): void {
    this.suchwort = suchwort;
    this.treffer = undefined;
    this.#find('', false);
  }

  step(direction: 1 | -1): void {
    this.#find('again', direction < 0);
  }

  #find(type: string, findPrevious: boolean): void {
    this.#bus?.dispatch('find', {
      source: this,
      type,
      query: this.suchwort,
      caseSensitive: false,
      entireWord: false,
      highlightAll: true,
      matchDiacritics: false,
      findPrevious,
    });
  }

  #listen(bus: EventBus, viewer: PDFViewer): void {
    bus.on('pagesinit', () => {
      viewer.currentScaleValue = 'page-width';
      this.bereit = true;
    });
    bus.on('pagechanging', ({ pageNumber }: { pageNumber: number }) => (this.seite = pageNumber));
    bus.on('scalechanging', ({ scale }: { scale: number }) => {
      this.prozent = Math.round(scale * 100);
    });
    bus.on('pagerendered', ({ pageNumber }: { pageNumber: number }) => {
      const page = viewer.getPageView(pageNumber - 1).div;
      page.setAttribute('aria-label', t().ansicht.seiteNummer(pageNumber));
    });
    const count = ({ matchesCount }: { matchesCount: { current: number; total: number } }) => {
      const { current, total } = matchesCount;
      this.treffer = this.suchwort === '' ? undefined : { nummer: current, gesamt: total };
    };
    bus.on('updatefindmatchescount', count);
    bus.on('updatefindcontrolstate', count);
  }
}

/** Speaks no language at all. */
const silent = {
  getLanguage: () => document.documentElement.lang,
  getDirection: () => 'ltr',
  get: async () => '',
  translate: async () => {},
  translateOnce: async () => {},
  destroy: async () => {},
  pause: () => {},
  resume: () => {},
};

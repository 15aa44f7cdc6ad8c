import type { PDFDocumentLoadingTask, PDFDocumentProxy } from 'pdfjs-dist';
import type { EventBus, PDFViewer } from 'pdfjs-dist/web/pdf_viewer.mjs';
import type { StelleView } from '../ipc/bindings';
import { t } from '../text/text.svelte';
import { naechster, type Fund } from './fund';
import { mark, reveal } from './marken';
import { openPdf, pdfjs, type PdfJs } from './pdfjs';
import { ScanSuche, type Suche } from './scansuche.svelte';

const STEP = 1.2;
const SMALLEST = 0.25;
const LARGEST = 5;

/** What is shown, and what may be needed for it. */
export interface PdfVorlage {
  data: ArrayBuffer;
  sha256: string;
  kennwort: string | undefined;
}

/** One PDF on the screen: pages, zoom, finding. */
export class PdfState implements Suche {
  seite = $state(1);
  seiten = $state(0);
  prozent = $state(100);
  /** It cannot be read at all. */
  unlesbar = $state(false);
  /** It waits for a password; `falsch` after one that did not fit. */
  gesperrt = $state<'noetig' | 'falsch'>();
  bereit = $state(false);
  suchwort = $state('');

  /** Hits in the pages' own text. */
  #eigene = $state.raw({ nummer: 0, gesamt: 0 });
  /** Hit in view among those on pages that are pictures; -1 if it is one of the others. */
  #imScan = $state(-1);
  #scan = $state.raw<ScanSuche>();
  readonly treffer = $derived.by(() => {
    const scan = this.#scan?.funde.length ?? 0;
    const gesamt = this.#eigene.gesamt + scan;
    if (this.suchwort === '' || (gesamt === 0 && this.#scan?.laeuft)) return undefined;
    const nummer = this.#imScan < 0 ? this.#eigene.nummer : this.#eigene.gesamt + this.#imScan + 1;
    return { nummer, gesamt };
  });

  #viewer: PDFViewer | undefined;
  #pdf: PDFDocumentProxy | undefined;
  /** Places asked for so far; only the last one counts. */
  #gezeigt = 0;
  #bus: EventBus | undefined;
  #task: PDFDocumentLoadingTask | undefined;
  #unlock: ((kennwort: string) => void) | undefined;
  #closed = false;

  /** Draws into a container. Call once; `close` ends it. */
  async open(container: HTMLDivElement, vorlage: PdfVorlage): Promise<void> {
    try {
      const js = await pdfjs();
      if (this.#closed) return;
      const bus = new js.web.EventBus();
      const links = new js.web.PDFLinkService({ eventBus: bus });
      const viewer = makeViewer(js, container, bus, links);
      this.#listen(bus, viewer);
      this.#task = openPdf(js, vorlage.data, vorlage.kennwort);
      this.#task.onPassword = (unlock: (kennwort: string) => void, reason: number) => {
        this.#unlock = unlock;
        const wrong = reason === js.core.PasswordResponses.INCORRECT_PASSWORD;
        this.gesperrt = wrong ? 'falsch' : 'noetig';
      };
      const pdf = await this.#task.promise;
      if (this.#closed) return;
      this.gesperrt = undefined;
      this.#viewer = viewer;
      this.#pdf = pdf;
      this.#bus = bus;
      this.#scan = new ScanSuche(vorlage.sha256, (seite) => hasText(pdf, seite));
      viewer.setDocument(pdf);
      links.setDocument(pdf);
      this.seiten = pdf.numPages;
    } catch {
      if (!this.#closed) this.unlesbar = true;
    }
  }

  /** Tries a password; it goes to pdf.js alone. */
  unlock(kennwort: string): void {
    this.#unlock?.(kennwort);
  }

  close(): void {
    this.#closed = true;
    this.#scan?.close();
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
    this.#gezeigt++;
    this.#begin(suchwort);
    this.#find('', false, suchwort);
    void this.#scan?.search(suchwort, this.seiten);
  }

  /** Goes to a page at once and marks the words there, and wherever else they stand. */
  async zeige({ seite, wortlaut }: StelleView): Promise<void> {
    const pdf = this.#pdf;
    if (!pdf) return;
    const turn = ++this.#gezeigt;
    this.goto(seite);
    const ab = this.seite - 1;
    const own = await hasText(pdf, ab).catch(() => false);
    if (turn !== this.#gezeigt || this.#closed) return;
    this.#begin(wortlaut);
    // On a page that is a picture pdf.js would find nothing and go to another page for it.
    this.#find('', false, own ? wortlaut : '');
    void this.#scan?.search(wortlaut, this.seiten, ab);
  }

  #begin(suchwort: string): void {
    this.suchwort = suchwort;
    this.#eigene = { nummer: 0, gesamt: 0 };
    this.#imScan = -1;
  }

  /** Goes to the next hit: first those in the pages' own text, then those in pictures. */
  step(direction: 1 | -1): void {
    if (!this.treffer || this.treffer.gesamt === 0) return;
    const { nummer, gesamt } = this.#eigene;
    const next = naechster(this.treffer.nummer, direction, this.treffer.gesamt);
    this.#imScan = next > gesamt ? next - gesamt - 1 : -1;
    if (next > gesamt) this.#reveal();
    else if (next !== nummer) this.#find('again', direction < 0, this.suchwort);
  }

  /** Marks the hits on pages that are pictures. */
  mark(): void {
    // Read first of all, or nobody would notice when they come.
    const funde = this.#scan?.funde ?? [];
    const viewer = this.#viewer;
    if (!viewer) return;
    if (this.#imScan < 0 && this.#eigene.gesamt === 0 && funde.length > 0) {
      this.#imScan = 0;
      this.#reveal();
    }
    const bySeite = new Map<number, Fund[]>();
    for (const fund of funde) {
      const here = bySeite.get(fund.seite);
      if (here) here.push(fund);
      else bySeite.set(fund.seite, [fund]);
    }
    for (let seite = 0; seite < viewer.pagesCount; seite++) {
      const { div } = viewer.getPageView(seite);
      // The others are marked when they are drawn.
      if (div.dataset['loaded']) mark(div, bySeite.get(seite) ?? [], funde[this.#imScan]);
    }
  }

  #reveal(): void {
    const fund = this.#scan?.funde[this.#imScan];
    const viewer = this.#viewer;
    if (fund && viewer) reveal(viewer.container, viewer.getPageView(fund.seite).div, fund);
  }

  #find(type: string, findPrevious: boolean, query: string): void {
    this.#bus?.dispatch('find', {
      source: this,
      type,
      query,
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
      const funde = this.#scan?.funde ?? [];
      const here = funde.filter(({ seite }) => seite === pageNumber - 1);
      mark(page, here, funde[this.#imScan]);
    });
    const count = ({ matchesCount }: { matchesCount: { current: number; total: number } }) => {
      const { current, total } = matchesCount;
      this.#eigene = { nummer: current, gesamt: total };
    };
    bus.on('updatefindmatchescount', count);
    bus.on('updatefindcontrolstate', count);
  }
}

function makeViewer(
  { core, web }: PdfJs,
  container: HTMLDivElement,
  eventBus: EventBus,
  linkService: InstanceType<PdfJs['web']['PDFLinkService']>,
): PDFViewer {
  linkService.externalLinkEnabled = false;
  const findController = new web.PDFFindController({ eventBus, linkService });
  const options = {
    container,
    eventBus,
    linkService,
    findController,
    annotationMode: core.AnnotationMode.ENABLE,
    annotationEditorMode: core.AnnotationEditorType.DISABLE,
  };
  // The names that pdf.js itself would give to pages are English; ours are set per page.
  Object.assign(options, { l10n: silent });
  const viewer = new web.PDFViewer(options);
  linkService.setViewer(viewer);
  return viewer;
}

/** Whether a page, from 0, has text of its own. */
async function hasText(pdf: PDFDocumentProxy, seite: number): Promise<boolean> {
  const page = await pdf.getPage(seite + 1);
  const { items } = await page.getTextContent();
  return items.some((item) => 'str' in item && item.str.trim() !== '');
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

import { AbgleichStand } from '../abgleich/abgleich.svelte';
import { AusgebenState } from '../aussonderung/ausgeben.svelte';
import { AussonderungState } from '../aussonderung/aussonderung.svelte';
import { BriefState } from '../brief/brief.svelte';
import { Ablage } from '../eingang/ablage.svelte';
import { KennwortState } from '../eingang/kennwort.svelte';
import { PosteingangState } from '../eingang/posteingang.svelte';
import { SelbsttaetigState } from '../eingang/selbsttaetig.svelte';
import { SortierenState } from '../eingang/sortieren.svelte';
import { StapelState } from '../eingang/stapel.svelte';
import { ZuordnungState } from '../eingang/zuordnung.svelte';
import { ErkennungState } from '../erkennung/erkennung.svelte';
import type {
  BaumKnoten,
  GegenstandView,
  KnotenArt,
  TrefferZeile,
  VorgangView,
} from '../ipc/bindings';
import { onClose, onFileDrop, type Stop } from '../ipc/events';
import { Query } from '../ipc/query.svelte';
import { Messages } from '../kern/messages.svelte';
import { OriginaleState } from '../originale/originale.svelte';
import { AngabenState } from '../registratur/angaben.svelte';
import { KontakteState } from '../registratur/kontakte.svelte';
import { ScannenState } from '../scannen/scannen.svelte';
import { SucheState } from '../suche/suche.svelte';
import { t } from '../text/text.svelte';
import { UebernahmeState } from '../uebernahme/uebernahme.svelte';
import { VerlaufState } from '../verlauf/verlauf.svelte';
import { MitzeichnungState, VertretungState, WiedervorlagenState } from '../verfuegung/aufgaben.svelte';
import { VerfuegungActs } from '../verfuegung/verfuegung.svelte';
import { AktenState } from './akten.svelte';
import { OrtState, type Ort } from './ort.svelte';

/** Everything the window remembers while a person goes from place to place. */
export class FensterState {
  readonly ort = new OrtState();
  readonly messages = new Messages();
  readonly uebersicht = new Query('uebersicht', ['eingang', 'abgleich', 'uebernahme', 'verfuegung', 'dokument']);
  readonly posteingang = new PosteingangState();
  readonly ablage = new Ablage();
  readonly zuordnung = new ZuordnungState(this.posteingang, this.messages, this.ablage);
  readonly sortieren = new SortierenState(this.ablage, this.messages);
  readonly selbsttaetig = new SelbsttaetigState(this.ablage, this.messages);
  readonly kennwort = new KennwortState(this.posteingang);
  readonly stapel = new StapelState(this.posteingang, this.messages);
  readonly erkennung = new ErkennungState();
  readonly akten = new AktenState(this.messages);
  readonly brief = new BriefState(this.messages);
  readonly angaben = new AngabenState(this.messages);
  readonly kontakte = new KontakteState();
  readonly aussonderung = new AussonderungState();
  readonly ausgeben = new AusgebenState((kind, text, details = []) =>
    this.messages.say(kind, text, { details }),
  );
  readonly originale = new OriginaleState(this.messages);
  readonly verfuegung = new VerfuegungActs(this.messages);
  readonly wiedervorlagen = new WiedervorlagenState();
  readonly mitzeichnung = new MitzeichnungState();
  readonly vertretung = new VertretungState();
  readonly suche = new SucheState();
  readonly scannen = new ScannenState(this.messages);
  readonly verlauf = new VerlaufState(this.messages);
  readonly abgleich = new AbgleichStand(this.messages);
  readonly uebernahme = new UebernahmeState(this.messages);
  /** What the person knows to be lost with the window. */
  #gewarnt: string | undefined;

  /** Reads what every screen shows; the list first, because everybody waits for it. */
  follow(): Stop {
    const stops = [
      this.posteingang.follow(),
      this.uebersicht.follow(),
      this.selbsttaetig.follow(),
      this.abgleich.follow(),
      this.uebernahme.follow(),
      this.erkennung.follow(),
      this.scannen.followOffene(),
      onClose(() => this.verlassen()),
      onFileDrop({
        onover: () => (this.uebernahme.drueber = true),
        onleave: () => (this.uebernahme.drueber = false),
        ondrop: (paths) => {
          this.uebernahme.drueber = false;
          void this.uebernahme.uebernehmen(paths);
        },
      }),
    ];
    void this.uebersicht.ask({});
    return () => stops.forEach((stop) => stop());
  }

  /** Reads what belongs to a node of the tree; what went wrong at another one is over. */
  liest(knoten: BaumKnoten | undefined): void {
    this.akten.read(knoten);
    this.verfuegung.fehler = undefined;
  }

  /**
   * Does what the newest message offers; in the Posteingang filings go back one after another. At
   * the scanner the pages come first, in the pile its filings: what an older message offers is not
   * what lies on the table.
   */
  rueckgaengig(): void {
    const action = this.messages.action;
    const { tisch } = this.scannen;
    if (this.ort.ort === 'scannen' && tisch.zuruecknehmbar) tisch.zurueck();
    else if (this.ort.ort === 'sortieren') void this.sortieren.undo();
    else if (action) action.run();
    else if (this.ort.ort === 'posteingang') void this.zuordnung.undo();
  }

  /**
   * Saves what is being written, before the window closes or another municipality comes. False if
   * something would be lost: it is shown, and who asks again wants it so.
   */
  async verlassen(): Promise<boolean> {
    const offen = await this.#ungespeichert();
    if (!offen || offen.inhalt === this.#gewarnt) return true;
    this.#gewarnt = offen.inhalt;
    this.ort.go(offen.ort);
    this.messages.say('warning', t().app.ungespeichert(offen.was), {
      details: [t().app.ungespeichertRat],
    });
    return false;
  }

  async #ungespeichert(): Promise<{ ort: Ort; was: string; inhalt: string } | undefined> {
    const { brief, kontakte } = this;
    if (!(await brief.speichern())) {
      const inhalt = JSON.stringify(brief.form);
      return { ort: 'akten', was: t().brief.schreiben, inhalt };
    }
    const vermerke = brief.vermerkeOffen;
    if (vermerke !== '') return { ort: 'akten', was: t().verfuegung.vermerk, inhalt: vermerke };
    const inhalt = kontakte.ungespeichert;
    if (inhalt === '') return undefined;
    return { ort: 'kontakte', was: t().registratur.kontaktAnsicht, inhalt };
  }

  zeigeEingang(id: string): void {
    this.selbsttaetig.offen = false;
    this.posteingang.open(id);
    this.ort.go('posteingang');
  }

  zeigeSelbsttaetig(): void {
    this.selbsttaetig.offen = true;
    this.ort.go('posteingang');
  }

  zeigeKontakt(id: string): void {
    this.kontakte.open(id);
    this.ort.go('kontakte');
  }

  zeigeVorgang(id: string): Promise<void> {
    return this.zeigeKnoten('vorgang', id);
  }

  /**
   * Shows a record in the tree. A history or a letter that lies over the tree makes way for it,
   * but a letter that cannot be saved stays and says why.
   */
  async zeigeKnoten(art: KnotenArt, id: string, kennzeichen = '', text = ''): Promise<void> {
    this.verlauf.close();
    if (await this.brief.close()) this.akten.show(art, id, kennzeichen, text);
    this.ort.go('akten');
  }

  /** Shows a record that the reconciliation names. */
  zeige({ art, id, name }: GegenstandView): void {
    if (art === null) return;
    if (art === 'eingang') this.zeigeEingang(id);
    else if (art === 'kontakt') this.zeigeKontakt(id);
    else void this.zeigeKnoten(art, id, '', name);
  }

  /** Opens a document of a case: a letter of ours where it is written. */
  zeigeDokument({ dokumente }: VorgangView, id: string): void {
    if (dokumente.some((zeile) => zeile.id === id && zeile.eigenes)) void this.brief.open(id);
    else this.akten.show('dokument', id);
  }

  /** Goes to the difference about a record. */
  zeigeKonflikt(id: string): void {
    this.abgleich.gesucht = id;
    this.ort.go('abgleich');
  }

  zeigeTreffer({ art, id, aktenzeichen, titel }: TrefferZeile): void {
    if (art === 'eingang') this.zeigeEingang(id);
    else if (art === 'kontakt') this.zeigeKontakt(id);
    else void this.zeigeKnoten(art, id, aktenzeichen ?? '', titel);
  }
}

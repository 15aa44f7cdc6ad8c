import { AbgleichStand } from '../abgleich/abgleich.svelte';
import { AussonderungState } from '../aussonderung/aussonderung.svelte';
import { BriefState } from '../brief/brief.svelte';
import { KennwortState } from '../eingang/kennwort.svelte';
import { PosteingangState } from '../eingang/posteingang.svelte';
import { StapelState } from '../eingang/stapel.svelte';
import { ZuordnungState } from '../eingang/zuordnung.svelte';
import { ErkennungState } from '../erkennung/erkennung.svelte';
import type { BaumKnoten, GegenstandView, TrefferZeile, VorgangView } from '../ipc/bindings';
import { onFileDrop, type Stop } from '../ipc/events';
import { Query } from '../ipc/query.svelte';
import { Messages } from '../kern/messages.svelte';
import { AngabenState } from '../registratur/angaben.svelte';
import { KontakteState } from '../registratur/kontakte.svelte';
import { SucheState } from '../suche/suche.svelte';
import { UebernahmeState } from '../uebernahme/uebernahme.svelte';
import { VerlaufState } from '../verlauf/verlauf.svelte';
import { MitzeichnungState, VertretungState, WiedervorlagenState } from '../verfuegung/aufgaben.svelte';
import { VerfuegungActs } from '../verfuegung/verfuegung.svelte';
import { AktenState } from './akten.svelte';
import { OrtState } from './ort.svelte';

/** Everything the window remembers while a person goes from place to place. */
export class FensterState {
  readonly ort = new OrtState();
  readonly messages = new Messages();
  readonly uebersicht = new Query('uebersicht', ['eingang', 'abgleich', 'uebernahme', 'verfuegung', 'dokument']);
  readonly posteingang = new PosteingangState();
  readonly zuordnung = new ZuordnungState(this.posteingang, this.messages);
  readonly kennwort = new KennwortState(this.posteingang);
  readonly stapel = new StapelState(this.posteingang, this.messages);
  readonly erkennung = new ErkennungState();
  readonly akten = new AktenState(this.messages);
  readonly brief = new BriefState(this.messages);
  readonly angaben = new AngabenState(this.messages);
  readonly kontakte = new KontakteState();
  readonly aussonderung = new AussonderungState();
  readonly verfuegung = new VerfuegungActs(this.messages);
  readonly wiedervorlagen = new WiedervorlagenState();
  readonly mitzeichnung = new MitzeichnungState();
  readonly vertretung = new VertretungState();
  readonly suche = new SucheState();
  readonly verlauf = new VerlaufState(this.messages);
  readonly abgleich = new AbgleichStand(this.messages);
  readonly uebernahme = new UebernahmeState(this.messages);

  /** Reads what every screen shows; the list first, because everybody waits for it. */
  follow(): Stop {
    const stops = [
      this.posteingang.follow(),
      this.uebersicht.follow(),
      this.abgleich.follow(),
      this.uebernahme.follow(),
      this.erkennung.follow(),
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

  /** Takes the latest act of this place back. */
  rueckgaengig(): void {
    if (this.ort.ort === 'posteingang') void this.zuordnung.undo();
    else void this.verfuegung.undo();
  }

  zeigeEingang(id: string): void {
    this.posteingang.open(id);
    this.ort.go('posteingang');
  }

  zeigeVorgang(id: string): void {
    this.akten.show('vorgang', id);
    this.ort.go('akten');
  }

  /** Shows a record that the reconciliation names. */
  zeige({ art, id, name }: GegenstandView): void {
    if (art === null) return;
    if (art === 'eingang') {
      this.zeigeEingang(id);
      return;
    }
    this.akten.show(art, id, '', name);
    this.ort.go('akten');
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
    if (art === 'eingang') {
      this.zeigeEingang(id);
      return;
    }
    this.akten.show(art, id, aktenzeichen ?? '', titel);
    this.ort.go('akten');
  }
}

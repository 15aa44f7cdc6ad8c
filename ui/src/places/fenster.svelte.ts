import { AbgleichStand } from '../abgleich/abgleich.svelte';
import { KennwortState } from '../eingang/kennwort.svelte';
import { PosteingangState } from '../eingang/posteingang.svelte';
import { StapelState } from '../eingang/stapel.svelte';
import { ZuordnungState } from '../eingang/zuordnung.svelte';
import { ErkennungState } from '../erkennung/erkennung.svelte';
import type { GegenstandView, TrefferZeile } from '../ipc/bindings';
import { onFileDrop, type Stop } from '../ipc/events';
import { Query } from '../ipc/query.svelte';
import { Messages } from '../kern/messages.svelte';
import { SucheState } from '../suche/suche.svelte';
import { UebernahmeState } from '../uebernahme/uebernahme.svelte';
import { AktenState } from './akten.svelte';
import { OrtState } from './ort.svelte';

/** Everything the window remembers while a person goes from place to place. */
export class FensterState {
  readonly ort = new OrtState();
  readonly messages = new Messages();
  readonly uebersicht = new Query('uebersicht', ['eingang', 'abgleich', 'uebernahme']);
  readonly posteingang = new PosteingangState();
  readonly zuordnung = new ZuordnungState(this.posteingang, this.messages);
  readonly kennwort = new KennwortState(this.posteingang);
  readonly stapel = new StapelState(this.posteingang, this.messages);
  readonly erkennung = new ErkennungState();
  readonly akten = new AktenState(this.messages);
  readonly suche = new SucheState();
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

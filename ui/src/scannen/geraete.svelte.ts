import type {
  Fehler,
  ScannerFund,
  ScannerProbe,
  ScannerRef,
  ScannerView,
  ScanProfil,
} from '../ipc/bindings';
import { call } from '../ipc/call';
import { asFehler } from '../ipc/fehler';
import type { Query } from '../ipc/query.svelte';

/** Setting up devices and profiles. */
export class GeraeteState {
  /** What a device said of itself; a person has not decided yet. */
  probe = $state.raw<ScannerProbe>();
  /** What people will call it. */
  name = $state('');
  busy = $state(false);
  fehler = $state.raw<Fehler>();
  readonly query: Query<'scanner'>;

  constructor(query: Query<'scanner'>) {
    this.query = query;
  }

  suchen(): Promise<boolean> {
    return this.#attempt(() => call('scanner_suchen', {}));
  }

  /** Asks a device what it is. */
  async pruefen({ art, adresse }: ScannerRef | ScannerFund, name = ''): Promise<boolean> {
    this.probe = undefined;
    return this.#attempt(async () => {
      const probe = await call('scanner_pruefen', { art, adresse });
      this.probe = probe;
      this.name = name === '' ? probe.modell : name;
      return undefined;
    });
  }

  /** Sets up the device that was looked at, with the certificate that was on the screen. */
  async einrichten(): Promise<boolean> {
    const probe = this.probe;
    if (!probe) return false;
    const { art, adresse, zertifikat } = probe;
    const name = this.name.trim();
    const done = await this.#attempt(() =>
      call('scanner_einrichten', { art, adresse, name, zertifikat }),
    );
    if (done) this.probe = undefined;
    return done;
  }

  verwerfen(): void {
    this.probe = undefined;
    this.fehler = undefined;
  }

  waehlen(id: string): Promise<boolean> {
    return this.#attempt(() => call('scanner_waehlen', { id }));
  }

  entfernen(id: string): Promise<boolean> {
    return this.#attempt(() => call('scanner_entfernen', { id }));
  }

  /** Keeps the whole list of profiles; none: those that the program brings. */
  profileSetzen(profile: ScanProfil[] | null): Promise<boolean> {
    return this.#attempt(() => call('scanprofile_setzen', { profile }));
  }

  async #attempt(act: () => Promise<ScannerView | undefined>): Promise<boolean> {
    this.busy = true;
    this.fehler = undefined;
    try {
      const view = await act();
      if (view) this.query.set(view);
      return true;
    } catch (reason) {
      this.fehler = asFehler(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

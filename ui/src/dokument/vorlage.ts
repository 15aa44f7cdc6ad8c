/** What the page view needs to know about bytes before it shows them. */
export interface Vorlage {
  sha256: string;
  mime: string;
  dateiname: string;
  originalVorhanden: boolean;
  /** The original, or the searchable copy beside it; whatever can be shown if absent. */
  fassung?: 'original' | 'kopie';
  /** Opens it for this view. */
  kennwort?: string | undefined;
}

/** How bytes of a media type are shown; nothing if this window cannot show them. */
export type Darstellung = 'pdf' | 'bild' | 'text';

const bilder = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

export function darstellung(mime: string): Darstellung | undefined {
  const art = mime.split(';')[0]?.trim().toLowerCase() ?? '';
  if (art === 'application/pdf') return 'pdf';
  if (bilder.includes(art)) return 'bild';
  if (art.startsWith('text/') || art === 'application/xml') return 'text';
  return undefined;
}

/** Whether two of them show the same bytes. */
export function gleich(eine: Vorlage | undefined, andere: Vorlage | undefined): boolean {
  return (
    eine?.sha256 === andere?.sha256 &&
    eine?.originalVorhanden === andere?.originalVorhanden &&
    eine?.fassung === andere?.fassung
  );
}

/** Text as UTF-8, or as what Windows programs wrote before. */
export function lesen(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

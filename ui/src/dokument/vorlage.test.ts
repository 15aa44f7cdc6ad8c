import { expect, it } from 'vitest';
import { darstellung, lesen } from './vorlage';

it('shows what a window can show', () => {
  expect(darstellung('application/pdf')).toBe('pdf');
  expect(darstellung('image/jpeg')).toBe('bild');
  expect(darstellung('text/plain; charset=utf-8')).toBe('text');
  expect(darstellung('image/tiff')).toBeUndefined();
  expect(darstellung('application/zip')).toBeUndefined();
});

it('reads umlauts of both centuries', () => {
  expect(lesen(new TextEncoder().encode('Mühlweg').buffer)).toBe('Mühlweg');
  expect(lesen(new Uint8Array([0x4d, 0xfc, 0x68, 0x6c]).buffer)).toBe('Mühl');
});

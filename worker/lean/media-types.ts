import { getMimeType, mimes } from 'hono/utils/mime'

/** What organisers put beside their pages and browsers only download. https://www.iana.org/assignments/media-types/ */
const documents: Record<string, string> = {
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  geojson: 'application/geo+json',
  gpx: 'application/gpx+xml',
  kml: 'application/vnd.google-earth.kml+xml',
  odg: 'application/vnd.oasis.opendocument.graphics',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odt: 'application/vnd.oasis.opendocument.text',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  stl: 'model/stl',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** For mime in kv-asset-handler, whose list of a thousand types weighs 12 kB. What neither list knows is downloaded. */
export function getType(name: string): string {
  return getMimeType(name, { ...mimes, ...documents }) ?? 'application/octet-stream'
}

/** For parse-srcset: sanitize-html needs it to read `srcset`, which no note has, because it shows no image. */
export default function parseSrcset(): never {
  throw new Error('Sets of images are not read here.')
}

import { getAssetFromKV } from '@cloudflare/kv-asset-handler'
import type { Env } from '../env'
import { Unavailable } from '../site/unavailable'

/**
 * The value of a content-addressed KV key, through the edge's cache, with the Content-Type of `name`.
 * @param name Address of the file without its first slash: `a/b/index.html`. Its ending decides the type.
 * @throws Unavailable when KV fails or holds no such key.
 */
export async function publishedBody(
  env: Pick<Env, 'PAGES'>,
  waitUntil: (work: Promise<unknown>) => void,
  name: string,
  key: string,
): Promise<Response> {
  // A plain `{}` would find `constructor` in the manifest.
  const manifest: Record<string, string> = Object.create(null)
  manifest[name] = key
  // A request of our own: the visitor's conditional headers are about the joined page, not about this part of it,
  // and the visitor's host has no say in the cache's key.
  const request = new Request(`https://pages.invalid/${name}`)
  try {
    return await getAssetFromKV(
      { request, waitUntil },
      {
        ASSET_NAMESPACE: env.PAGES,
        ASSET_MANIFEST: manifest,
        mapRequestToAsset: (asset) => asset,
      },
    )
  } catch (cause) {
    throw new Unavailable(`The published body ${key} could not be read from KV.`, { cause })
  }
}

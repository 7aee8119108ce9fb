import { getAssetFromKV } from '@cloudflare/kv-asset-handler'
import type { RequestStores } from '../env'
import { Unavailable } from '../site/unavailable'

/**
 * The value of a content-addressed KV key, through the edge's cache.
 * @param address Whole, and of the site itself, whatever host the visitor asked: `https://a.example/b/index.html`. The
 *   edge's cache goes by it (https://developers.cloudflare.com/workers/runtime-apis/cache/); its ending decides the type.
 * @throws Unavailable when KV fails or holds no such key.
 */
export async function publishedBody(
  { PAGES, later }: Pick<RequestStores, 'PAGES' | 'later'>,
  address: string,
  key: string,
): Promise<Response> {
  // A request of our own: the visitor's conditional headers are about the joined page, not about this part of it.
  const request = new Request(address)
  // A plain `{}` would find `constructor` in the manifest.
  const manifest: Record<string, string> = Object.create(null)
  manifest[new URL(request.url).pathname.slice(1)] = key
  try {
    return await getAssetFromKV(
      { request, waitUntil: later },
      {
        ASSET_NAMESPACE: PAGES,
        ASSET_MANIFEST: manifest,
        mapRequestToAsset: (asset) => asset,
      },
    )
  } catch (cause) {
    throw new Unavailable(`The published body ${key} could not be read from KV.`, { cause })
  }
}

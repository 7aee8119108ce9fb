/** For @noble/hashes, which Node takes: the platform itself hashes what goes by, and answers later. */
export const sha256 = {
  create() {
    const stream = new crypto.DigestStream('SHA-256')
    const writer = stream.getWriter()
    return {
      update: (chunk: Uint8Array) => writer.write(chunk),
      digest: async () => {
        await writer.close()
        return new Uint8Array(await stream.digest)
      },
    }
  },
}

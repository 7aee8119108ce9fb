/**
 * Does the work for each item, for so many at a time, begun in their order.
 * @param work Is told which one it is, from 0 on.
 */
export async function inParallel<T>(
  workers: number,
  items: T[],
  work: (item: T, n: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries()
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const [n, item] of queue) await work(item, n)
    }),
  )
}

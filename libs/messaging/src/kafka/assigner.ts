import kafkajs from 'kafkajs';
import type { Broker, PartitionAssigner } from 'kafkajs';

// Where a fetch finds nothing at its offset, kafkajs commits `earliest` (-2) for the group and reads on from there, without a word.
const keepPlace = (coordinator: Broker): Broker => {
  if (Object.hasOwn(coordinator, 'offsetCommit')) return coordinator;
  const commit = coordinator.offsetCommit.bind(coordinator);
  coordinator.offsetCommit = async (request) => {
    const offsets = request.topics.flatMap(({ partitions }) => partitions.map(({ offset }) => Number(offset)));
    if (offsets.some((offset) => offset < 0)) throw new Error('a group does not forget how far it came');
    return commit(request);
  };
  return coordinator;
};

/**
 * Deals partitions out in turn, and gives a member two moments that kafkajs does not offer: `settled` is awaited before it asks
 * to join again, while commits of the old generation still count; `onJoin` comes when it does join. What it has from kafkajs on
 * the way, the broker that takes its commits, refuses to forget the group's place: the fetch is tried again, then the client
 * crashes, and whoever joins anew finds out what was lost.
 */
export const assignerWith = (settled: () => Promise<void>, onJoin: () => void): PartitionAssigner => {
  return (config) => {
    const { cluster } = config;
    const find = cluster.findGroupCoordinator.bind(cluster);
    // kafkajs looks the coordinator up as the first step of each join.
    cluster.findGroupCoordinator = async (group) => {
      await settled();
      return keepPlace(await find(group));
    };
    const inner = kafkajs.PartitionAssigners.roundRobin(config);
    return {
      ...inner,
      protocol: (subscription) => {
        onJoin();
        return inner.protocol(subscription);
      },
    };
  };
};

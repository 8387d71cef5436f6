import kafkajs from 'kafkajs';
import type { PartitionAssigner } from 'kafkajs';

/**
 * Deals partitions out in turn, and gives a member two moments that kafkajs does not offer: `settled` is awaited before it asks
 * to join again, while commits of the old generation still count; `onJoin` comes when it does join.
 */
export const assignerWith = (settled: () => Promise<void>, onJoin: () => void): PartitionAssigner => {
  return (config) => {
    const { cluster } = config;
    const find = cluster.findGroupCoordinator.bind(cluster);
    // kafkajs looks the coordinator up as the first step of each join.
    cluster.findGroupCoordinator = async (group) => {
      await settled();
      return find(group);
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

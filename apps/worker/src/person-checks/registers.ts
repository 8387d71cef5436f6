import { randomInt } from 'node:crypto';
import { BrpRegister, PartnersInvalid, readBrpPartners, realDelay } from '@knooppunt/agencies';
import type { PersonRegister } from '@knooppunt/agencies';
import type { OrganisationId } from '@knooppunt/kernel';
import { readYamlFile } from '@knooppunt/platform';
import type { Metrics } from '@knooppunt/platform';

const randomParts = 1_000_000;

/**
 * The registers of the colleges that a file names, by the organisation in whose name each is asked; the state of each breaker
 * becomes a metric. Error: `agencies/partners-invalid` with all faults at once.
 */
export const openRegisters = (file: string, metrics: Metrics): ReadonlyMap<OrganisationId, PersonRegister> => {
  const { value, faults } = readYamlFile(file);
  if (faults.length > 0) throw new PartnersInvalid(faults);
  const partners = readBrpPartners(value, file);
  const nameOf = new Map(partners.map(({ organisation }, at) => [organisation, `brp-${at + 1}`]));
  metrics.declare('partner', [...nameOf.values()]);
  const onState = (organisation: OrganisationId, state: string): void =>
    metrics.setState('knooppunt_breaker_state', { partner: nameOf.get(organisation) ?? '' }, state);
  const tools = { nowMs: Date.now, delay: realDelay, random: () => randomInt(randomParts) / randomParts, onState };
  for (const { organisation } of partners) onState(organisation, 'closed');
  return new Map(partners.map((partner) => [partner.organisation, new BrpRegister(partner, tools)]));
};

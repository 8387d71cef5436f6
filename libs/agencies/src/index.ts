export {
  AgencyAnswerInvalid,
  AgencyCallEnded,
  AgencyRefused,
  AgencyRequestInvalid,
  AgencyUnavailable,
  PartnersInvalid,
  UnknownResident,
  UnreadableRegister,
} from './errors.js';
export type { AgenciesError, AgencyCallError, Unavailability } from './errors.js';
export type { PersonFinding, PersonRegister, PersonToCheck } from './person-register.js';
export { BrpRegister } from './brp/brp-register.js';
export type { BrpPartner } from './brp/brp-register.js';
export { readBrpPartners } from './partners/partners-file.js';
export { usualCallSettings } from './calling/guarded-calls.js';
export type { CallSettings } from './calling/guarded-calls.js';
export type { ClientTls } from './calling/http-exchange.js';
export { realDelay } from './calling/tools.js';
export type { BreakerState, CallTools, Delay } from './calling/tools.js';
export type { CaseFrame, Explanations, Frame, PayloadData, SignalFrame } from './frame.js';
export {
  findResident,
  foundElsewhereSignal,
  importRegister,
  signalsOfRegister,
} from './municipality/import-register.js';
export type { ImportOptions, RegisterImport, RegisterSignal } from './municipality/import-register.js';
export { readRegister } from './municipality/brp-csv.js';
export type { PersonList } from './municipality/brp-csv.js';
export { residentsOf } from './municipality/residents.js';
export type { Resident } from './municipality/residents.js';
export type { Dwelling } from './municipality/address.js';
export { thresholds } from './municipality/rules.js';
export type { Anomaly } from './municipality/rules.js';
export { employerOf } from './generators/company.js';
export type { Company } from './generators/company.js';
export { incident, labourInspection, payrollMismatch, residencePosition } from './generators/payloads.js';
export type { KnownPerson } from './generators/payloads.js';
export { castOfRegister } from './generators/cast.js';
export type { Cast, CastPerson } from './generators/cast.js';
export { deliveryOf } from './generators/delivery.js';
export type { DeliveryOptions } from './generators/delivery.js';
export { taskOf } from './generators/explanations.js';
export type { Extreme } from './generators/values.js';

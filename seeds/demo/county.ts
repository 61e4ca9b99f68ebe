/** The demo county as constants: what needs neither seed nor date. */
export { DEMO_ACCOUNTS, DEMO_ROLES, type DemoAccount, type DemoGuardianIdentity, type DemoRole } from './accounts.ts';
export {
  COUNTY_CDC,
  DEMO_CLINICS,
  DEMO_COUNTY,
  DEMO_SCHOOLS,
  type DemoOrganisation,
  type DemoOrganisationKind,
  demoOrganisations,
  PROVINCE_CDC,
  SUPERVISION,
} from './organisations.ts';

// Two independent FHIR clients read one record. Prints what each of them saw as one JSON object.
import { MedplumClient } from '@medplum/core';
import * as FhirKit from 'fhir-kit-client';

const base = process.env.SHEAF_FHIR;
const token = process.env.SHEAF_TOKEN;
const identifier = 'https://fhir.nhs.uk/Id/nhs-number|' + process.env.SHEAF_NHS_NUMBER;
const Client = FhirKit.default ?? FhirKit.Client;

function patientId(bundle) {
  return bundle.entry.map((entry) => entry.resource).find((resource) => resource.resourceType === 'Patient').id;
}

function sources(bundle) {
  const found = bundle.entry.map((entry) => entry.resource?.meta?.source).filter(Boolean);
  return [...new Set(found)].sort();
}

async function fhirKit() {
  const client = new Client({ baseUrl: base, bearerToken: token });
  const found = await client.search({
    resourceType: 'Patient',
    searchParams: { identifier },
    options: { postSearch: true },
  });
  const id = patientId(found);
  const read = await client.read({ resourceType: 'Patient', id });
  const everything = await client.operation({ name: 'everything', resourceType: 'Patient', id, method: 'GET' });
  const first = await client.search({ resourceType: 'Observation', searchParams: { patient: id, _count: 2 } });
  const second = await client.nextPage({ bundle: first });
  return {
    id: read.id,
    sources: sources(everything),
    entries: everything.entry.length,
    secondPage: second ? second.entry.length : 0,
  };
}

async function medplum() {
  const url = new URL(base);
  const client = new MedplumClient({ baseUrl: url.origin + '/', fhirUrlPath: url.pathname.slice(1) });
  client.setAccessToken(token);
  const found = await client.search('Patient', new URLSearchParams({ identifier }));
  const id = patientId(found);
  const everything = await client.readPatientEverything(id);
  const conditions = await client.searchResources('Condition', new URLSearchParams({ patient: id }));
  return {
    id,
    sources: sources(everything),
    entries: everything.entry.length,
    conditions: conditions.filter((resource) => resource.resourceType === 'Condition').length,
  };
}

const kit = await fhirKit();
const med = await medplum();
console.log(JSON.stringify({ kit, medplum: med }));
process.exit(0);

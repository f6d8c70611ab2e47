// A program that uses the types; each `@ts-expect-error` is a mistake that the compiler must find.

import type { ClientPlan } from "./types/client-plan";
import type { ClientRecord } from "./types/client-record";

export const plan: ClientPlan = {
  clientkit: "1",
  client: { id: "orchard", name: "Orchard Theatre", timezone: "Europe/Berlin" },
  people: [{ id: "lena", title: "Project manager", side: "provider", roles: ["project_manager"] }],
  scope: { id: "tickets", title: "Ticket shop", price: "84000.00 EUR", summary: null },
  extensions: { crm: { id: 7 } },
};

export const record: ClientRecord = {
  clientkit: "1",
  plan: "tickets",
  timezone: "Europe/Berlin",
  deliveries: [{ id: "d1", by: "lena", date: "2026-04-24", deliverable: "shop" }],
};

export const noSuchSide: ClientPlan = {
  ...plan,
  // @ts-expect-error: the sides are client, provider and third_party
  people: [{ id: "lena", title: "Project manager", side: "vendor" }],
};

export const noSuchKey: ClientPlan = {
  ...plan,
  // @ts-expect-error: the key is `scope`
  scop: { id: "tickets", title: "Ticket shop" },
};

// @ts-expect-error: the client is missing
export const withoutClient: ClientPlan = { clientkit: "1" };

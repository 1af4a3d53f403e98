import { embeddedBed } from "@/tests/support/engine-contract/embedded-bed";
import { engineContract } from "@/tests/support/engine-contract/suite";

engineContract("embedded", embeddedBed);

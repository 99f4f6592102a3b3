/** The chunk that the service serves; the npm layout has the part in itself. */
import { use } from "../../lazy/use";
import { make } from "./choice";

use("choice", make);

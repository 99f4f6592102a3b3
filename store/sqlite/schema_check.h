// The tables, indices, triggers and views of a database against those that this program makes: one
// that was planted or altered answers otherwise than the rows that the log commits to.
//
// Thread-safety: as the connection.
#ifndef TEMOIN_STORE_SQLITE_SCHEMA_CHECK_H_
#define TEMOIN_STORE_SQLITE_SCHEMA_CHECK_H_

#include "base/result.h"
#include "store/sqlite/connection.h"

namespace temoin::store {

// Of a database of format kSchemaVersion. kDataLoss names the first object that is not as it should
// be. Makes the same schema in memory, which takes a few milliseconds.
Status CheckSchema(Connection& db);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_SQLITE_SCHEMA_CHECK_H_

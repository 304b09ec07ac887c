/**
 * Partition tables: GPT and MBR with its chain of extended boot records.
 *
 * <p>Facts: <a href="https://uefi.org/specs/UEFI/2.10/05_GUID_Partition_Table_Format.html">UEFI 2.10, chapter 5</a>. A GPT stands
 * twice, at both ends of the disk, each copy under two CRC-32s. Sectors are 512 or 4096 bytes; the table does not say which, its place does.
 * An MBR has four entries; one of them may be a chain of records that each hold one logical partition.
 *
 * <p>Guarantees: a table that breaks a rule is refused by name; entry counts and chains are bounded; partitions that reach over the end of
 * the disk or over each other are given as they are, with the fault named, and never hide their neighbours.
 */
package io.ullage.image.partition;

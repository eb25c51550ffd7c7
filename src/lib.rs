//! bangfu (帮扶) runs a one-to-one help programme from plain files.

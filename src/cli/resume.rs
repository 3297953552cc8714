//! `kenju resume`: goes on with a study that was stopped.

use super::Context;
use super::failure::Failure;
use super::study::StoreOptions;
use clap::Args;

/// Flags of `resume`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    store: StoreOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn resume(context: &Context, options: &Options) -> Result<(), Failure> {
    options.store.go_on(context, |store| Ok(store.draws()))
}

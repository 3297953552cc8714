//! Why a command ended early, and with which exit code.

use std::fmt;
use std::process::ExitCode;

/// What sort of failure it is; the exit code follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A fault of the program itself.
    Internal,
    /// The command line cannot be carried out.
    Usage,
    /// A file has been read, but what is in it is not valid.
    Content,
    /// A file or stream cannot be read or written.
    Io,
    /// Another process holds a store.
    Locked,
    /// The request is beyond the limits.
    TooLarge,
}

/// Why a command ended before its natural end. Displayed, it is the whole message, safe to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Help or version was asked for: the text belongs on standard output and nothing is wrong.
    Help(String),
    /// The reader of the output has gone, as in `kenju run | head -1`: nothing to say.
    ClosedOutput,
    /// Everything there is to say has been said already.
    Reported(Kind),
    /// Something is wrong.
    Failed {
        /// What sort of thing.
        kind: Kind,
        /// The message.
        message: String,
    },
    /// A signal stopped the run.
    Signal {
        /// Its number.
        number: u8,
        /// The message.
        message: String,
    },
}

impl Kind {
    /// The exit code of the contract.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Internal => 1,
            Self::Usage => 2,
            Self::Content => 3,
            Self::Io => 4,
            Self::Locked => 5,
            Self::TooLarge => 6,
        }
    }
}

impl Failure {
    /// The exit code of the contract.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Help(_) | Self::ClosedOutput => 0,
            Self::Reported(kind) | Self::Failed { kind, .. } => kind.code(),
            Self::Signal { number, .. } => 128 + *number,
        }
    }

    /// The exit code for the operating system.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code())
    }

    /// Whether the message is an answer for standard output rather than an error.
    #[must_use]
    pub const fn is_answer(&self) -> bool {
        matches!(self, Self::Help(_))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClosedOutput | Self::Reported(_) => Ok(()),
            Self::Help(message) | Self::Failed { message, .. } | Self::Signal { message, .. } => {
                writeln!(formatter, "{}", message.trim_end())
            }
        }
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_contract() {
        let codes = [Kind::Internal, Kind::Usage, Kind::Content, Kind::Io, Kind::Locked, Kind::TooLarge]
            .map(Kind::code);
        assert_eq!(codes, [1, 2, 3, 4, 5, 6]);
        for (number, code) in [(2, 130), (15, 143), (1, 129)] {
            assert_eq!(Failure::Signal { number, message: String::new() }.code(), code);
        }
        assert_eq!(Failure::ClosedOutput.code(), 0);
    }

    #[test]
    fn a_message_ends_with_one_line_break_and_silence_stays_silent() {
        let failure = Failure::Failed { kind: Kind::Io, message: "no file\n\n".to_owned() };
        assert_eq!(failure.to_string(), "no file\n");
        assert_eq!(Failure::Reported(Kind::Content).to_string(), "");
    }
}

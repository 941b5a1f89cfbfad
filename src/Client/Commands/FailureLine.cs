using Orleans.Serialization;
using Prcl.Client.Connection;
using Prcl.Contracts;
using Prcl.Contracts.Security.Certificates;
using Prcl.Images.Datasets;

namespace Prcl.Client.Commands;

/// <summary>What a failed command tells the person and the shell.</summary>
internal static class FailureLine
{
    /// <summary>The exit code and one line; no line after Ctrl-C.</summary>
    public static (int Code, string Line) Of(Exception exception, bool interrupted) => exception switch
    {
        _ when interrupted => (ExitCode.Interrupted, ""),
        UsageException or DatasetException or PrclRequestException { IsBadValue: true } => (ExitCode.Usage, exception.Message),
        PrclRequestException or NoSiloException or CertificateException => (ExitCode.Failed, exception.Message),
        _ when CallRetries.GotLost(exception) => (ExitCode.Failed, $"the silo doesn't answer: {exception.Message}"),
        OrleansException or UnavailableExceptionFallbackException => (ExitCode.Failed, $"the silo failed: {exception.Message}"),
        IOException or UnauthorizedAccessException => (ExitCode.Failed, exception.Message),
        _ => (ExitCode.Failed, $"unexpected {exception.GetType().Name}: {exception.Message} (--verbose says where)"),
    };
}

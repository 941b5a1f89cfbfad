using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;

namespace Prcl.Grains.Blobs.Azure;

/// <summary>Tells the answers of the service apart by their error codes, and gives its failures the name of the blob and of what was tried.</summary>
internal static class AzureErrors
{
    /// <summary>There is no such blob. A container that is missing is no answer about a blob.</summary>
    public static bool IsAbsent(RequestFailedException answer) => answer.ErrorCode == BlobErrorCode.BlobNotFound;

    /// <summary>A condition of the request does not hold.</summary>
    public static bool IsRefused(RequestFailedException answer)
        => answer.ErrorCode == BlobErrorCode.ConditionNotMet || answer.ErrorCode == BlobErrorCode.BlobAlreadyExists;

    /// <summary>What went wrong is the storage's matter; not an answer that the caller has asked for, nor a mistake of the program.</summary>
    public static bool IsStorageFailure(Exception failure, CancellationToken cancellation) => failure switch
    {
        OperationCanceledException => !cancellation.IsCancellationRequested,
        AggregateException many => many.InnerExceptions.All(one => IsStorageFailure(one, cancellation)),

        // A connection that went down beneath a response that is still being read.
        ObjectDisposedException { ObjectName: var closed } => closed.StartsWith("System.Net.", StringComparison.Ordinal),
        _ => failure is RequestFailedException or AuthenticationFailedException or IOException or HttpRequestException or TimeoutException,
    };

    public static BlobStorageException Name(string name, string operation, Exception failure)
    {
        var last = failure is AggregateException many ? many.InnerExceptions[^1] : failure;
        return new BlobStorageException(name, operation, Reason(last), IsRetryable(last), inner: failure);
    }

    private static bool IsRetryable(Exception failure) => failure is not RequestFailedException answer
        || answer.Status is 0 or 408 or 429 or >= 500
        || answer.ErrorCode == BlobErrorCode.ContainerBeingDeleted;

    /// <summary>The first line: what follows in the SDK's messages is the whole response.</summary>
    private static string Reason(Exception failure)
    {
        var line = failure is OperationCanceledException ? "no answer in time" : failure.Message.Split('\n')[0].Trim();
        return failure is RequestFailedException { Status: not 0 } answer ? $"{line} (status {answer.Status}, {answer.ErrorCode ?? "no error code"})" : line;
    }
}

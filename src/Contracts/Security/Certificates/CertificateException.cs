namespace Prcl.Contracts.Security.Certificates;

/// <summary>A certificate can't be used. The message is one line for the person: which file, what, the rule.</summary>
public sealed class CertificateException : Exception
{
    /// <summary>An error without a message.</summary>
    public CertificateException()
    {
    }

    /// <summary>An error with a line for the person.</summary>
    public CertificateException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a line for the person, and its cause.</summary>
    public CertificateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

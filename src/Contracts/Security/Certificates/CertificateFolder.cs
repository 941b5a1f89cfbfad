using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Prcl.Contracts.Security.Certificates;

/// <summary>
/// A folder with <c>ca.crt</c> (the authorities that are accepted, one or several), <c>tls.crt</c> and <c>tls.key</c>, all PEM: the names that a Kubernetes
/// TLS secret has. The files may be replaced at any time: they are read again when a connection is made, once a second at most.
/// </summary>
public sealed class CertificateFolder
{
    /// <summary>The file of the authorities.</summary>
    public const string AuthoritiesFile = "ca.crt";

    /// <summary>The file of the certificate.</summary>
    public const string CertificateFile = "tls.crt";

    /// <summary>The file of its key.</summary>
    public const string KeyFile = "tls.key";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string _folder;
    private readonly CertificateUse[] _uses;
    private readonly TimeProvider _clock;
    private readonly Action<string>? _tell;
    private readonly Lock _lock = new();
    private string _text;
    private CertificateSet _set;
    private long _looked;

    private CertificateFolder(string folder, CertificateUse[] uses, TimeProvider clock, Action<string>? tell)
    {
        (_folder, _uses, _clock, _tell) = (folder, uses, clock, tell);
        _text = Read();
        _set = Parse();
        _looked = clock.GetTimestamp();
    }

    /// <summary>What the files hold now; what they held before, while they can't be used.</summary>
    public CertificateSet Current
    {
        get
        {
            lock (_lock)
            {
                if (_clock.GetElapsedTime(_looked) >= Pause)
                {
                    Look();
                }

                return _set;
            }
        }
    }

    /// <summary>The time that certificates are checked by.</summary>
    public TimeProvider Clock => _clock;

    /// <summary>Reads and checks the files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="tell">Is told when files that were replaced are read, or can't be used; null: nobody.</param>
    /// <param name="uses">What the certificate must be for: one of these.</param>
    /// <exception cref="CertificateException">A file is missing, or what is in it can't be used.</exception>
    public static CertificateFolder Open(string folder, TimeProvider clock, Action<string>? tell, params CertificateUse[] uses) => new(folder, uses, clock, tell);

    private void Look()
    {
        _looked = _clock.GetTimestamp();
        try
        {
            var text = Read();
            if (text != _text)
            {
                // Files that are being replaced one by one don't fit for a moment: that isn't told twice.
                _text = text;
                _set = Parse();
                _tell?.Invoke($"certificates of '{_folder}' were read again");
            }
        }
        catch (CertificateException failure)
        {
            _tell?.Invoke($"{failure.Message}; the certificates read before stay in use");
        }
    }

    private string Read() => Read(AuthoritiesFile) + "\0" + Read(CertificateFile) + "\0" + Read(KeyFile);

    private string Read(string file)
    {
        var path = Path.Combine(_folder, file);
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{path} can't be read: {failure.Message}", failure);
        }
    }

    private CertificateSet Parse()
    {
        var parts = _text.Split('\0');
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(parts[0]);
        }
        catch (CryptographicException failure)
        {
            throw new CertificateException($"{Path.Combine(_folder, AuthoritiesFile)} holds a certificate that can't be read; it must be PEM", failure);
        }

        if (authorities.Count == 0)
        {
            throw new CertificateException($"{Path.Combine(_folder, AuthoritiesFile)} holds no certificate; it must hold at least one authority's, PEM");
        }

        var own = Own(parts[1], parts[2]);
        return CertificateCheck.Fault(own, authorities, _clock.GetUtcNow(), _uses) is { } fault
            ? throw new CertificateException($"{Path.Combine(_folder, CertificateFile)} {fault}")
            : new CertificateSet(own, authorities);
    }

    // Never with the cause: it may speak of the key's text.
    private X509Certificate2 Own(string certificate, string key)
    {
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new CertificateException($"{Path.Combine(_folder, KeyFile)} holds no private key; it must be PEM, without a password");
        }

        try
        {
            var own = X509Certificate2.CreateFromPem(certificate, key);
            if (!OperatingSystem.IsWindows())
            {
                return own;
            }

            // Windows's TLS can't use a key that is only in memory.
            using (own)
            {
                return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
            }
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new CertificateException($"{Path.Combine(_folder, CertificateFile)} and {KeyFile} don't fit: there must be one certificate, and its own key, both PEM");
        }
    }
}

import PhotosUI
import SampleModel
import SwiftUI

/// Before there is a report: what the person adds to it.
struct PrepareSection: View {
    let pictures: Int
    let visit: Visit
    @State private var picked: PhotosPickerItem?

    var body: some View {
        Section {
            // Runs outside of the app, which sees what was chosen and nothing else: no permission is asked for.
            PhotosPicker(selection: $picked, matching: .images) {
                Label(Words.Screen.addPicture.text, systemImage: "photo")
            }
            .onChange(of: picked) { item in
                guard let item else { return }
                picked = nil
                Task {
                    let chosen = try? await item.loadTransferable(type: Data.self)
                    await visit.attach(chosen.flatMap { Self.readable($0) })
                }
            }
            if pictures > 0 {
                Text(said(Words.Screen.picturesAdded.rawValue, pictures))
            }
            Button(Words.Screen.prepareReport.text) {
                Task { await visit.prepareReport() }
            }
        } footer: {
            Text(Words.Screen.reportNothingLeaves.text)
        }
    }

    /// As it is where the doctor reads it; what a camera makes (HEIC) as JPEG.
    private static func readable(_ data: Data) -> Data? {
        let isRead = data.starts(with: [0x89, 0x50, 0x4E, 0x47]) || data.starts(with: [0xFF, 0xD8])
        return isRead ? data : UIImage(data: data)?.jpegData(compressionQuality: 0.9)
    }
}

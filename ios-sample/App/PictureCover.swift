import SampleModel
import SwiftUI
import WalletDoctor

/// A picture of the report. Drawing over it covers that part for good, before it is sealed.
struct PictureCover: View {
    let image: UIImage
    let name: String
    let size: PictureSize
    let cover: ([Mask]) -> Void

    @State private var masks: [CGRect] = []
    @State private var drawn: CGRect?

    var body: some View {
        VStack(alignment: .leading) {
            Image(uiImage: image)
                .resizable()
                .scaledToFit()
                .overlay { GeometryReader { place in drawing(place.size) } }
                .accessibilityLabel(name)
                .accessibilityHint(Words.Screen.coverHint.text)
                // Who can't draw covers all of it.
                .accessibilityAction(named: Words.Screen.cover.text) {
                    set([CGRect(x: 0, y: 0, width: 1, height: 1)])
                }
            Button(Words.Screen.uncover.text) { set([]) }
                .disabled(masks.isEmpty)
        }
    }

    private func drawing(_ shown: CGSize) -> some View {
        ZStack {
            Color.clear.contentShape(Rectangle())
            if let drawn {
                Rectangle().fill(.primary).frame(width: drawn.width, height: drawn.height)
                    .position(x: drawn.midX, y: drawn.midY)
            }
        }
        .gesture(
            DragGesture(minimumDistance: 8)
                .onChanged { drawn = rectangle($0, in: shown) }
                .onEnded { gesture in
                    let covered = rectangle(gesture, in: shown)
                    drawn = nil
                    guard !covered.isEmpty else { return }
                    set(
                        masks + [
                            CGRect(
                                x: covered.minX / shown.width, y: covered.minY / shown.height,
                                width: covered.width / shown.width, height: covered.height / shown.height)
                        ])
                })
    }

    private func rectangle(_ gesture: DragGesture.Value, in shown: CGSize) -> CGRect {
        let (from, to) = (gesture.startLocation, gesture.location)
        return CGRect(
            x: min(from.x, to.x), y: min(from.y, to.y), width: abs(from.x - to.x), height: abs(from.y - to.y)
        )
        .intersection(CGRect(origin: .zero, size: shown))
    }

    /// All of them at once: what covers a picture replaces what covered it.
    private func set(_ parts: [CGRect]) {
        masks = parts
        cover(parts.map { Covering.mask(part: $0, of: size) })
    }
}
